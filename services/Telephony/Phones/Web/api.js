// Telephony by HTTP. The token lives as long as the tab, so that a reload does not end the shift.

/** A request that was refused, with the reason that the service gave. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.errors ? Object.values(problem.errors).flat().join(' ') : problem?.detail ?? String(status));
    this.status = status;
  }
}

export class Api {
  /** @param base Where the service is: this one, or one that lets pages of this origin ask it. */
  constructor(token, base = '../') {
    this.token = token;
    this.base = base;
    this.agentId = agentOf(token);
  }

  makePhone = () => this.send('POST', `agents/${this.agentId}/phone`, { kind: 'browser' });
  phone = () => this.send('GET', `agents/${this.agentId}/phone`);
  removePhone = () => this.send('DELETE', `agents/${this.agentId}/phone`);
  postCheck = (check) => this.send('POST', `agents/${this.agentId}/device-checks`, check);
  colleagues = () => this.send('GET', 'phones');
  queues = () => this.send('GET', 'queues');

  /** The live call of the agent; null when there is none. */
  call = () => this.send('GET', `agents/${this.agentId}/call`);

  /** Asks something of a call; answers when it is done, or as soon as it is under way. */
  control = (callId, action, more = {}) =>
    this.send('PUT', `calls/${callId}/controls/${crypto.randomUUID()}`, { action, ...more });

  /** What came of it. */
  controlled = (callId, controlId) => this.send('GET', `calls/${callId}/controls/${controlId}`);

  async send(method, path, body) {
    const answer = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
      cache: 'no-store',
    });
    const said = answer.status === 204 ? null : await answer.json().catch(() => null);
    if (!answer.ok) {
      throw new Refused(answer.status, said);
    }

    return said;
  }
}

/** The agent whom the token names; the service checks it, the page only needs the id. */
function agentOf(token) {
  try {
    const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(atob(payload)).agent_id ?? null;
  } catch {
    return null;
  }
}
