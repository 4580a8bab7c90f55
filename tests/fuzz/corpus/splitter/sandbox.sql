/*M!999999\- enable the sandbox mode */
select 1