-- An agent's row changes some six times a call: where the rows that died wait long for the vacuum, every look of the
-- matcher walks over them. Agents are few and are cleaned whole; of the calls of two days a small share suffices.
-- Giving the end of the file back would lock the table against the looks: the space is wanted again in a moment.
alter table agent set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0,
  vacuum_truncate = false);
alter table waiting_call set (
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0,
  vacuum_truncate = false);
