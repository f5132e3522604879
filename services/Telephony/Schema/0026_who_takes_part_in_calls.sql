-- Who takes part in a live call, to find it by: the last of each kind, whom the snapshot says whether they still do.
-- An index over the snapshot itself was written anew with each of its changes, though hardly any change was one of it;
-- so most changes of a call touch no index and no other page.
-- The table is locked while its indexes are made. A replica of before that still runs stores calls without these
-- columns: their agents are not found in them, and are called free, until the call is stored again. Stop it first.
alter table call add column agent_id uuid;
alter table call add column third_agent_id uuid;
alter table call add column supervisor_id uuid;
update call set
    agent_id = (snapshot #>> '{assignment,agentId}')::uuid,
    third_agent_id = (snapshot #>> '{third,agentId}')::uuid,
    supervisor_id = (snapshot #>> '{supervision,supervisorId}')::uuid
where ended_at is null;
drop index call_live_agent;
drop index call_live_third;
create index call_live_agent on call (agent_id) where ended_at is null;
create index call_live_third on call (third_agent_id) where ended_at is null and third_agent_id is not null;
create index call_live_supervisor on call (supervisor_id) where ended_at is null and supervisor_id is not null;
alter table call set (fillfactor = 70);
