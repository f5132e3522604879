// SIP and sound: JsSIP behind five words. Which call it is, and what is done with it, is Telephony's business.

const retryMs = 2000;
const relayMs = 500;

/**
 * Tells `registered` (at every node), `lost`, `ringing`, `talking` and `ended`, the last three with the id of the call.
 */
export class Softphone extends EventTarget {
  #jssip;
  #account;
  #far;
  /** A registration for each node, by its name: a call may come from any. */
  #agents = new Map();
  #wanted = [];
  #session;
  /** The registration by which the session came. */
  #of;

  /** The call whose sound was lost: when it rings again it is answered at once. */
  expected = null;

  constructor(jssip, account, far) {
    super();
    this.#jssip = jssip;
    this.#account = account;
    this.#far = far;
  }

  start() {
    // A service of the release before names the only node in the account itself.
    this.serve(this.#account.nodes ?? [{ ...this.#account, name: '' }]);
  }

  /** A newer account at the relays: theirs end after a time. */
  relay(turn) {
    this.#account.turn = turn ?? this.#account.turn;
  }

  /** Registers at these nodes; one that is no longer among them is not missed, should it be gone. */
  serve(nodes) {
    const fit = nodes.filter(({ webSocketUri }) => webSocketUri);
    this.#wanted = fit.map(({ name }) => name);
    for (const node of fit.filter(({ name }) => !this.#agents.has(name))) {
      this.#register(node);
    }

    this.#note();
  }

  #note() {
    if (this.isRegistered) {
      this.#tell('registered');
    }
  }

  #register({ name, domain, webSocketUri }) {
    const { username, password } = this.#account;
    const agent = new this.#jssip.UA({
      sockets: [new this.#jssip.WebSocketInterface(webSocketUri)],
      uri: `sip:${username}@${domain}`,
      password,
      session_timers: false,
      register_expires: 300,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 5,
    });
    agent.on('registered', () => this.#note());
    agent.on('disconnected', () => {
      // In a call only the node that carries it matters.
      const talks = this.#session && !this.#session.isEnded();
      if (talks ? this.#of === agent : this.#wanted.includes(name)) {
        this.#tell('lost');
      }
    });
    // A node that has just come back may not know the account yet.
    agent.on('registrationFailed', () => setTimeout(() => {
      if (agent.isConnected() && !agent.isRegistered()) {
        agent.register();
      }
    }, retryMs));
    agent.on('newRTCSession', ({ session, request, originator }) => {
      if (originator === 'remote') {
        this.#hear(agent, session, request.getHeader('X-CC-Call'));
      }
    });
    this.#agents.set(name, agent);
    agent.start();
  }

  stop() {
    this.#agents.forEach((agent) => agent.stop());
    this.#agents.clear();
  }

  get isRegistered() {
    return this.#wanted.length > 0 && this.#wanted.every((name) => this.#agents.get(name)?.isRegistered());
  }

  get caller() {
    return this.#session?.remote_identity.uri.user ?? '';
  }

  answer() {
    this.#session?.answer({
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: this.#iceServers() },
    });
  }

  #iceServers() {
    const { iceServers, turn } = this.#account;
    const relays = turn ? [{ urls: turn.urls, username: turn.username, credential: turn.credential }] : [];
    return [...iceServers.map((urls) => ({ urls })), ...relays];
  }

  /** Ends what rings or talks here. */
  hangUp() {
    if (this.#session && !this.#session.isEnded()) {
      this.#session.terminate();
    }
  }

  #hear(agent, session, callId) {
    const again = callId !== null && callId === this.expected;
    if (this.#session && !this.#session.isEnded()) {
      if (!again) {
        session.terminate({ status_code: 486 });
        return;
      }

      const old = this.#session;
      this.#session = null;
      old.terminate();
    }

    this.#session = session;
    this.#of = agent;
    session.on('peerconnection', ({ peerconnection }) =>
      peerconnection.addEventListener('track', ({ streams, track }) => {
        this.#far.srcObject = streams[0] ?? new MediaStream([track]);
      }));
    // The first address will do: waiting for all of them keeps both sides in silence. A relay is worth a moment.
    session.on('icecandidate', ({ candidate, ready }) => {
      if (!this.#account.turn || candidate.type === 'relay') {
        ready();
      } else {
        setTimeout(ready, relayMs);
      }
    });
    session.on('confirmed', () => {
      this.expected = callId;
      this.#tell('talking', callId);
    });
    const over = () => {
      if (this.#session === session) {
        this.#session = null;
        this.#far.srcObject = null;
        this.#tell('ended', callId);
      }
    };
    session.on('ended', over);
    session.on('failed', over);
    if (again) {
      this.answer();
    } else {
      this.#tell('ringing', callId);
    }
  }

  #tell(what, callId = null) {
    this.dispatchEvent(new CustomEvent(what, { detail: callId }));
  }
}
