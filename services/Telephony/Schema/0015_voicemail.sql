-- Messages that callers leave for the people of a queue are recordings of a kind of their own: without an agent.
alter table recording
    alter column assignment_id drop not null,
    alter column agent_id drop not null,
    -- talk or voicemail
    add column kind text not null default 'talk',
    add constraint recording_kind check (
        kind = 'voicemail' or (kind = 'talk' and assignment_id is not null and agent_id is not null));

create index recording_voicemail on recording (queue_id, started_at desc) where kind = 'voicemail';

-- Whose queues an agent's are: those from which Routing has given them calls.
create index call_order_agent on call_order (agent_id, queue_id) where kind = 'assigned';
