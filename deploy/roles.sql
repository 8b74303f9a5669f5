-- Once, as PostgreSQL's superuser, with the two passwords in APP_PASSWORD and OWNER_PASSWORD:
--     psql < roles.sql
-- The application's role may do what a migration grants it; the other one owns the tables and migrates.

\set ON_ERROR_STOP on
\getenv app APP_PASSWORD
\getenv owner OWNER_PASSWORD

CREATE ROLE dicu_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner';
CREATE ROLE dicu_app   LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app';

-- Values of rows, and what somebody typed, must not get into the server's own log. `dicu check` looks at these.
ALTER ROLE dicu_app   SET log_min_messages = 'log';
ALTER ROLE dicu_app   SET log_min_error_statement = 'panic';
ALTER ROLE dicu_app   SET log_error_verbosity = 'terse';
ALTER ROLE dicu_app   SET log_statement = 'none';
ALTER ROLE dicu_app   SET log_min_duration_statement = -1;
ALTER ROLE dicu_app   SET log_min_duration_sample = -1;
ALTER ROLE dicu_app   SET log_transaction_sample_rate = 0;
ALTER ROLE dicu_app   SET log_parameter_max_length = 0;
ALTER ROLE dicu_app   SET log_parameter_max_length_on_error = 0;
ALTER ROLE dicu_app   SET debug_print_plan = off;
ALTER ROLE dicu_app   SET debug_print_parse = off;
ALTER ROLE dicu_app   SET debug_print_rewritten = off;
ALTER ROLE dicu_owner SET log_min_messages = 'log';
ALTER ROLE dicu_owner SET log_min_error_statement = 'panic';
ALTER ROLE dicu_owner SET log_error_verbosity = 'terse';
ALTER ROLE dicu_owner SET log_statement = 'none';
ALTER ROLE dicu_owner SET log_min_duration_statement = -1;
ALTER ROLE dicu_owner SET log_min_duration_sample = -1;
ALTER ROLE dicu_owner SET log_transaction_sample_rate = 0;
ALTER ROLE dicu_owner SET log_parameter_max_length = 0;
ALTER ROLE dicu_owner SET log_parameter_max_length_on_error = 0;
ALTER ROLE dicu_owner SET debug_print_plan = off;
ALTER ROLE dicu_owner SET debug_print_parse = off;
ALTER ROLE dicu_owner SET debug_print_rewritten = off;
