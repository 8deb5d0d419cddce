-- Only white space was dropped, so the place in the text is at least as long as the token, and not much longer.
select o.observation_id, cast(null as string) as beside_id, cast(o.char_end - o.char_start as double) as found,
    cast(length(o.printed) as double) as wanted
from observations o
where o.char_end - o.char_start < length(o.printed) or o.char_end - o.char_start > length(o.printed) + {spaces}
