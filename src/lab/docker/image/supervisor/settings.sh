# What the supervisor's parts agree on.

# The lab's uid 0 is this uid of the machine. Above every range that Debian or systemd hands out (`man 8 useradd`,
# SUB_UID_MAX; systemd's UIDS-GIDS), so that a file of a lab never belongs to anyone else.
OFFSET=1900000000
IDS=65536

# The cable between supervisor and lab.
CABLE=lab0
SUPERVISOR_ADDRESS=10.200.0.1
LAB_ADDRESS=10.200.0.2

# Bytes of memory and count of processes that the lab leaves to the supervisor, so that a full lab can still be ended.
RESERVED_MEMORY=$((64 << 20))
RESERVED_PIDS=32

# A lab may have one of so many parts of what the machine's root may have of inotify instances, namespaces and the like.
SHARES=8
