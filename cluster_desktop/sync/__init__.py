"""The exchange over a file share or a stick: no server, many writers, nothing readable outside."""
