-- As PostgreSQL's superuser, for a new installation and before a backup is brought back:
--     psql < database.sql

\set ON_ERROR_STOP on

CREATE DATABASE dicu OWNER dicu_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE dicu FROM PUBLIC;
GRANT CONNECT ON DATABASE dicu TO dicu_app;

\connect dicu
ALTER SCHEMA public OWNER TO dicu_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO dicu_app;
