# Reads every sheet of an exported workbook that is a table and prints its name, rows and the kinds of its columns.
# Usage: Rscript read_xlsx.R WORKBOOK
workbook <- commandArgs(trailingOnly = TRUE)[1]
for (sheet in readxl::excel_sheets(workbook)) {
  if (sheet %in% c("about", "codebook")) next
  found <- readxl::read_excel(workbook, sheet = sheet, guess_max = 1048576)
  kinds <- vapply(found, function(column) class(column)[1], "")
  cat(sheet, nrow(found), paste(names(found), kinds, sep = "=", collapse = " "), sep = "\t")
  cat("\n")
}
