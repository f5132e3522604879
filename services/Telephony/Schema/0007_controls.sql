-- What an agent, a supervisor or a program asks of a call that is on the line; kind is control.
alter table call_order
    -- Made by the client: asked twice, it is done once.
    add column control_id uuid,
    -- What is asked. Digits and numbers in it are personal data: they go once it is answered.
    add column control jsonb,
    -- done, or why not; absent until that is known.
    add column outcome text;
create unique index call_order_control on call_order (control_id) where control_id is not null;
