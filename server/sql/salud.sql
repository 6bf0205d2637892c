-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: salud :one ()
SELECT current_setting('server_version') AS postgresql, NOT pg_is_in_recovery() AS escribible,
       extract(epoch FROM now() - pg_postmaster_start_time())::bigint AS segundos;
