// What must be so before the first call: a microphone that hears, a codec, a way to the switch.

const listenMs = 800;
const soundMs = 4000;
const heard = 0.001;
const connectMs = 5000;
const connects = 3;

/** Measures; Telephony judges what was measured. */
export async function measure(account) {
  const [microphone, ...times] = await Promise.all(
    [loudness(), ...(account.nodes ?? [account]).map(({ webSocketUri }) => bestConnectTime(webSocketUri))]);
  return {
    microphoneDb: microphone,
    codecs: codecs(),
    // The way to the farthest: a call may come from any.
    webSocketMs: times.includes(null) ? null : Math.max(...times),
    userAgent: navigator.userAgent.slice(0, 200),
  };
}

/** The loudest sample in dB below full scale; null when the microphone cannot be used. */
async function loudness() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return null;
  }

  const context = new AudioContext();
  try {
    const analyser = new AnalyserNode(context, { fftSize: 2048 });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let peak = 0;
    const began = performance.now();
    const since = () => performance.now() - began;
    // A microphone may take a while to begin.
    while (since() < listenMs || (peak < heard && since() < soundMs)) {
      await new Promise((next) => setTimeout(next, 20));
      analyser.getFloatTimeDomainData(samples);
      peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), peak);
    }

    // A microphone that is turned up goes beyond full scale.
    return Math.min(0, Math.max(-100, Math.round(20 * Math.log10(peak || 1e-5))));
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    await context.close();
  }
}

function codecs() {
  const known = RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [];
  return [...new Set(known.map((codec) => codec.mimeType.replace('audio/', '').toLowerCase()))].slice(0, 20);
}

/** The shortest of some: the first one may wait for names and keys. */
async function bestConnectTime(uri) {
  const times = [];
  for (let i = 0; i < connects; i++) {
    const time = await connectTime(uri);
    if (time !== null) {
      times.push(time);
    }
  }

  return times.length === 0 ? null : Math.min(...times);
}

/** How long a WebSocket takes to open; null when it does not. */
function connectTime(uri) {
  const began = performance.now();
  return new Promise((done) => {
    const socket = new WebSocket(uri, 'sip');
    const end = (time) => {
      clearTimeout(limit);
      socket.close();
      done(time);
    };
    const limit = setTimeout(() => end(null), connectMs);
    socket.onopen = () => end(Math.round(performance.now() - began));
    socket.onerror = () => end(null);
  });
}
