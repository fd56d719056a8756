"""Every bound of reading, each with its reason. Bytes, seconds, counts."""

# A report is 5-100 KB of text; the largest page seen joins nine reports in 70 KB. 20 MB is
# what the service accepts for a file, and more than any honest text.
MAX_TEXT_BYTES = 20 * 1024 * 1024

# Scanned reports reach tens of megabytes; beyond this it is not one report.
MAX_FILE_BYTES = 100 * 1024 * 1024

# A decoded text is scored on its head and middle; more changes no decision.
ENCODING_SAMPLE_CHARS = 20_000

# A stray NUL is damage; more than one in a hundred bytes is a binary file.
MAX_NUL_SHARE = 0.01

# Share of undecodable places up to which a text is damaged rather than in another encoding.
MAX_REPLACED_SHARE = 0.02

# What browsers clamp colspan and rowspan to (HTML standard, 4.9.11).
MAX_COLUMN_SPAN = 1000
MAX_ROW_SPAN = 65534

# The widest statutory table has 15 columns and the longest 58 rows. Beyond these a "table" is
# an attack or a data dump: its text is kept, its grid is not.
MAX_TABLE_CELLS = 20_000
MAX_TABLE_COLUMNS = 200

# Elements in one page. Saved portals stay under 20,000.
MAX_HTML_NODES = 500_000

# Nesting beyond which parsers are known to drop content silently.
MAX_HTML_DEPTH = 256

# Nesting beyond which the parser takes time quadratic in the depth (50,000 took 6 s).
MAX_PARSED_DEPTH = 2000

# Bytes that one member of an office file or archive may unpack to, counted while unpacking. The
# largest document.xml seen is 3 MB; a tree of it takes ten times its size.
MAX_PART_BYTES = 30 * 1024 * 1024

# The longest report seen has 40 pages, joined ones of a county 200.
MAX_PAGES = 300

# LibreOffice starts in 3-10 s and converts a report in one; a hung one is not waited for.
OFFICE_SECONDS = 90

# Dots of a picture: an A3 page at 300 dots an inch has 17 million.
MAX_PIXELS = 40_000_000

# An archive: what all its files together may unpack to, how many files, and how many times the
# archive's own size. Text packs 5 to 15 times smaller; bombs reach 1000 and more.
MAX_ARCHIVE_BYTES = 512 * 1024 * 1024
MAX_ARCHIVE_MEMBERS = 20_000
MAX_ARCHIVE_RATIO = 100

# Instructions of one pdf page, unpacked. A page of text has 20-200 KB; the parser runs through a
# megabyte of nonsense in 9 s.
MAX_PAGE_BYTES = 8 * 1024 * 1024

# Pages of one document that are read as pictures, at about 10 s of processor time each: what the
# child's 600 s allow. The longest report seen has 40 pages; a scan of more is read in part, and
# says so.
MAX_RECOGNISED = 40

# Pictures of one page or Word document that are looked at for rules, at about half a second each.
MAX_LOOKED_AT = 100

# A pdf page of fewer characters on a picture of more than this share of it is that picture: a scan
# with a page number or a stamp on it.
FEW_CHARACTERS = 40
PAGE_SHARE = 0.5

# A picture of a smaller share of its page is an emblem or a seal, not a table.
TABLE_SHARE = 0.05
