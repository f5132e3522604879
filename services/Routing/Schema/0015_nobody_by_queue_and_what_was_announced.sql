-- Why nobody got a call is kept for each queue it has stood in, not for the last one alone. The sweeps of a replica of
-- the release before fail from here on, where calls wait; what wakes it, and the sweeps of this release, go on.
drop index decision_nobody;
create unique index decision_nobody on decision (call_id, queue_id, step) where agent_id is null;

-- The call has left the queue in which this was told, and the promise counts no more; it was told nothing yet where it
-- is now.
alter table call_estimate add column moved_on boolean not null default false;
-- A hash of the announcements that were said with it, as the queue had them; 0: it had none.
alter table call_estimate add column announced bigint not null default 0;
