-- Why nobody got a call, for each queue and step it has stood in. In a table of its own: the replicas of the release
-- before go on writing to decision, where one row for a call and step is all.
create table nobody_decision (like decision, primary key (call_id, queue_id, step));
create index nobody_decision_decided on nobody_decision (decided_at);

-- The call has left the queue in which this was told, and the promise counts no more; it was told nothing yet where it
-- is now.
alter table call_estimate add column moved_on boolean not null default false;
-- A hash of the announcements that were said with it, as the queue had them; 0: it had none.
alter table call_estimate add column announced bigint not null default 0;
