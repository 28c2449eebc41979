#!/bin/sh
# Says how many bytes arrived.
printf 'Content-Type: text/plain\n\n'
echo "received=$(head -c "${CONTENT_LENGTH:-0}" | wc -c)"
