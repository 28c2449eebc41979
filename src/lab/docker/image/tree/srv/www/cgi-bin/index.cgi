#!/bin/sh
# Says which machine answers and which address it sees the visitor come from.
client=${REMOTE_ADDR#\[}
client=${client%\]}
client=${client#::ffff:}
printf 'Content-Type: text/plain\n\n'
echo "server=${WHO:-$(hostname)} client=$client"
