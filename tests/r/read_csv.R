# Reads every table of a folder of exported CSV files with the types that codebook.csv names, and writes what R has of it
# in a plain form: each value as text, numbers with 17 digits, NA as the one character U+2400.
# Usage: Rscript read_csv.R FOLDER OUT
arguments <- commandArgs(trailingOnly = TRUE)
read <- function(table, classes) {
  read.csv(file.path(arguments[1], paste0(table, ".csv")), fileEncoding = "UTF-8-BOM", colClasses = classes,
           na.strings = "", check.names = FALSE)
}
known <- c(string = "character", int32 = "integer", double = "numeric", `date32[day]` = "Date", bool = "logical")
codebook <- read("codebook", "character")
plain <- function(column) {
  text <- if (is.numeric(column) && !is.integer(column)) sprintf("%.17g", column)
          else if (is.logical(column)) ifelse(column, "true", "false")
          else as.character(column)
  ifelse(is.na(column), "\u2400", text)
}
for (table in unique(codebook$table)) {
  columns <- codebook[codebook$table == table, ]
  found <- read(table, unname(known[columns$type]))
  stopifnot(identical(names(found), columns$column))
  out <- file(file.path(arguments[2], paste0(table, ".csv")), "wb", encoding = "UTF-8")
  write.csv(as.data.frame(lapply(found, plain), check.names = FALSE), out, row.names = FALSE)
  close(out)
}
