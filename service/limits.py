"""Every limit of the service, with its reason. Those a host may change are in `settings`."""

MEGABYTE = 1024 * 1024

FILE_BYTES = 20 * MEGABYTE  # one document: the largest real report seen is below 5 MB
BATCH_BYTES = 200 * MEGABYTE  # one batch as sent, and again after unpacking
BATCH_FILES = 5_000  # a province's departments for a year fit three times over
JSON_BYTES = 2 * MEGABYTE  # annotations and other bodies that are not documents
ARCHIVE_RATIO = 200  # unpacked to packed, above which an archive is a bomb
CHANGES = 500  # one save of a reviewer: a full report is 200 fields
NAME_LENGTH = 300
NOTE_LENGTH = 2_000
TARGET_LENGTH = 4_000  # the key of a check lists the fields it adds up
GIVEN_LENGTH = 2_000  # each value of a manifest row
PAGE_ITEMS = 50
PAGE_ITEMS_MOST = 500
SEARCH_LENGTH = 100
IDEMPOTENCY_KEY_LENGTH = 200
IDEMPOTENCY_HOURS = 24
SESSION_HOURS = 12
JSON_DEPTH = 64  # nesting of submitted JSON: ours needs 6
INTEGER_MOST = 2**53 - 1  # what JSON readers keep exact
EVENT_POLL_SECONDS = 0.25
BACKOFF_MOST_SECONDS = 30.0
SIGN_INS_A_MINUTE = 10  # guesses at a key, each address
EXPORT_PAGE = 200  # documents held in memory while an export streams
KILLS = 3  # a document that kills its worker this often is set aside
WORKER_BYTES = 2048 * MEGABYTE  # data of a worker: a scanned page takes half of it
KEEP_RESULTS = 2  # versions of a machine result kept for each document
FREE_DISK_BYTES = 256 * MEGABYTE  # below this, uploads are refused before anything is written
SYNC_SECONDS = 30.0  # how long a submission waits for its result before 202
SYNC_SECONDS_SLOW = 2.0  # the same for pdf and pictures
