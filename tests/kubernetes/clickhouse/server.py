"""A ClickHouse that listens on loopback: `clickhouse local` out of libchdb, with SYSTEM START LISTEN.

python3 server.py LIBRARY OPTION…    (the options of `clickhouse local`)
"""

import ctypes
import sys

library = ctypes.CDLL(sys.argv[1])
# Ends when it is stopped.
forever = "SELECT sleepEachRow(3) FROM numbers(100000000) SETTINGS function_sleep_max_microseconds_per_block = 1000000000000, max_block_size = 1, max_execution_time = 0 FORMAT Null"
words = ["clickhouse", *sys.argv[2:], f"--query=SYSTEM START LISTEN TCP; SYSTEM START LISTEN HTTP; {forever}"]
run = library.query_stable_v2
run.argtypes = [ctypes.c_int, ctypes.POINTER(ctypes.c_char_p)]
run.restype = ctypes.c_void_p
run(len(words), (ctypes.c_char_p * len(words))(*[word.encode() for word in words]))
sys.exit("ClickHouse ended")
