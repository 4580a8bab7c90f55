-- For compose.yaml: the databases of both trees. The server's entrypoint makes the user.
CREATE DATABASE IF NOT EXISTS voipbin;
CREATE DATABASE IF NOT EXISTS asterisk;
GRANT ALL ON voipbin.* TO dbmig;
GRANT ALL ON asterisk.* TO dbmig;
