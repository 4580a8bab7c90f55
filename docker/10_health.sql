-- For dbmig-health: may see at which revision the databases stand, from within the container
-- alone, and nothing else. It has no password since there is nothing to guard.
CREATE USER IF NOT EXISTS 'dbmig_health'@'127.0.0.1' IDENTIFIED BY '' WITH MAX_USER_CONNECTIONS 3;
GRANT SELECT ON voipbin.alembic_version TO 'dbmig_health'@'127.0.0.1';
GRANT SELECT ON asterisk.alembic_version TO 'dbmig_health'@'127.0.0.1';
