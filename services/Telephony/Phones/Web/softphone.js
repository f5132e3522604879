// SIP and sound: JsSIP behind five words. Which call it is, and what is done with it, is Telephony's business.

/** Tells `registered`, `lost`, `ringing`, `talking` and `ended`, the last three with the id of the call. */
export class Softphone extends EventTarget {
  #jssip;
  #account;
  #far;
  #agent;
  #session;

  /** The call whose sound was lost: when it rings again it is answered at once. */
  expected = null;

  constructor(jssip, account, far) {
    super();
    this.#jssip = jssip;
    this.#account = account;
    this.#far = far;
  }

  start() {
    const { username, password, domain, webSocketUri } = this.#account;
    this.#agent = new this.#jssip.UA({
      sockets: [new this.#jssip.WebSocketInterface(webSocketUri)],
      uri: `sip:${username}@${domain}`,
      password,
      session_timers: false,
      register_expires: 300,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 5,
    });
    this.#agent.on('registered', () => this.#tell('registered'));
    this.#agent.on('disconnected', () => this.#tell('lost'));
    this.#agent.on('newRTCSession', ({ session, request, originator }) => {
      if (originator === 'remote') {
        this.#hear(session, request.getHeader('X-CC-Call'));
      }
    });
    this.#agent.start();
  }

  stop() {
    this.#agent?.stop();
  }

  get caller() {
    return this.#session?.remote_identity.uri.user ?? '';
  }

  answer() {
    this.#session?.answer({
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: this.#account.iceServers.map((urls) => ({ urls })) },
    });
  }

  /** Ends what rings or talks here. */
  hangUp() {
    if (this.#session && !this.#session.isEnded()) {
      this.#session.terminate();
    }
  }

  #hear(session, callId) {
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
    session.on('peerconnection', ({ peerconnection }) =>
      peerconnection.addEventListener('track', ({ streams, track }) => {
        this.#far.srcObject = streams[0] ?? new MediaStream([track]);
      }));
    // The first address will do: waiting for all of them keeps both sides in silence.
    session.on('icecandidate', ({ ready }) => ready());
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
