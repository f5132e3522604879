using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Threading.Channels;

namespace CallCenter.Local.Phones;

/// <summary>A SIP phone on loopback for the demo call, the tests and the benchmarks.</summary>
public sealed class TestPhone : IAsyncDisposable
{
    private const string Allowed = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, NOTIFY";

    private readonly ConcurrentDictionary<string, PhoneCall> _calls = new(StringComparer.Ordinal);
    private readonly Channel<PhoneCall> _arrived = Channel.CreateBounded<PhoneCall>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly SipTransport _transport;
    private readonly SipDialog _registration;
    private bool _registered;
    private bool _disposed;

    private TestPhone(PhoneSettings settings)
    {
        if (!IPAddress.IsLoopback(settings.Address) || !IPAddress.IsLoopback(settings.Switch.Address))
        {
            throw new ArgumentException("A test phone talks on loopback only.", nameof(settings));
        }

        Settings = settings;
        _transport = new SipTransport(new IPEndPoint(settings.Address, settings.Port), settings.Time);
        Requests = new ClientTransactions(_transport, settings.Time);
        Answers = new ServerTransactions(_transport, settings.Time);
        Account = new PhoneAccount(settings);
        var registrar = $"sip:{SipAddress.Format(settings.Switch)}";
        var own = UriOf(settings.User);
        _registration = SipDialog.Outgoing(settings.User, own, own, registrar, Address);
        _transport.Start(Receive);
    }

    public PhoneSettings Settings { get; }

    /// <summary>Where the phone listens for signalling.</summary>
    public IPEndPoint Address => _transport.LocalAddress;

    /// <summary>Datagrams that were not SIP.</summary>
    public long Malformed => _transport.Malformed;

    /// <summary>What the phone does when called; at first it lets it ring.</summary>
    public Func<PhoneCall, InviteReply> OnInvite { get; set; } = _ => InviteReply.Ring;

    /// <summary>Set, the phone plays a provider at which somebody registers.</summary>
    public PhoneRegistrar? Registrar { get; set; }

    internal ClientTransactions Requests { get; }

    internal ServerTransactions Answers { get; }

    internal PhoneAccount Account { get; }

    public static TestPhone Start(PhoneSettings settings) => new(settings);

    /// <summary>Registers the phone, answering the switch's challenge; zero takes the registration back.</summary>
    public async Task<SipOutcome> RegisterAsync(TimeSpan? expires = null)
    {
        var seconds = (int)(expires ?? TimeSpan.FromHours(1)).TotalSeconds;
        (string Name, string Value)? authorization = null;
        for (var attempt = 1; ; attempt++)
        {
            var request = _registration.Request("REGISTER")
                .With("Expires", seconds.ToString(CultureInfo.InvariantCulture));
            request = authorization is { } header ? request.With(header.Name, header.Value) : request;
            var response = await Requests.SendAsync(request, Settings.Switch);
            authorization = Account.Answer(response, "REGISTER", request.RequestUri!, attempt);
            if (authorization is null)
            {
                _registered = response.IsSuccess ? seconds > 0 : _registered;
                return new SipOutcome(response.StatusCode, response.Reason);
            }
        }
    }

    /// <summary>Calls a number. The call rings as soon as the switch says so: wait for its Answered.</summary>
    public PhoneCall Call(string number, string? from = null)
    {
        var target = UriOf(number);
        var dialog = SipDialog.Outgoing(Settings.User, UriOf(from ?? Settings.User), target, target, Address);
        var call = new PhoneCall(this, dialog, number, invite: null, invitedAt: 0);
        _calls[call.CallId] = call;
        call.Start();
        return call;
    }

    /// <summary>Calls a number and waits until somebody has answered.</summary>
    public async Task<PhoneCall> CallAsync(string number, string? from = null, TimeSpan? within = null)
    {
        var call = Call(number, from);
        if (await call.Answered.WaitAsync(within ?? TimeSpan.FromSeconds(10), Settings.Time))
        {
            return call;
        }

        var ending = await call.Ended;
        throw new InvalidOperationException($"The call was not answered: {ending.Status} {ending.Reason}");
    }

    /// <summary>The next call that arrives, or arrived and was not taken from here yet.</summary>
    public Task<PhoneCall> NextCallAsync(TimeSpan within) =>
        _arrived.Reader.ReadAsync().AsTask().WaitAsync(within, Settings.Time);

    /// <summary>Hangs up what still talks, takes the registration back and closes the sockets.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        var goodbyes = _calls.Values.Select(call => call.HangUpAsync()).ToList();
        if (_registered)
        {
            goodbyes.Add(RegisterAsync(TimeSpan.Zero));
        }

        // The switch may be gone already: a second is enough on loopback.
        await Task.WhenAny(Task.WhenAll(goodbyes), Task.Delay(TimeSpan.FromSeconds(1), Settings.Time));
        foreach (var call in _calls.Values)
        {
            call.End(new CallEnding(false, 0, "phone put away"));
        }

        Requests.Dispose();
        Answers.Dispose();
        await _transport.DisposeAsync();
    }

    internal void Forget(PhoneCall call) => _calls.TryRemove(call.CallId, out _);

    internal void Send(SipMessage message, IPEndPoint to) => _transport.Send(message.ToBytes(), to);

    private void Receive(SipArrival arrival)
    {
        var message = arrival.Message;
        if (!message.IsRequest)
        {
            if (!Requests.Receive(message) && _calls.TryGetValue(message.CallId, out var answered))
            {
                answered.HearAgain(message);
            }

            return;
        }

        if (Answers.IsRepeated(arrival))
        {
            return;
        }

        if (_calls.TryGetValue(message.CallId, out var call) && call.Receive(arrival))
        {
            return;
        }

        ReceiveNew(arrival);
    }

    private void ReceiveNew(SipArrival arrival)
    {
        var request = arrival.Message;
        switch (request.Method)
        {
            case "ACK":
                return;
            case "INVITE" when request.ToTag is null:
                Ring(arrival);
                return;
            case "REGISTER" when Registrar is { } registrar:
                Answers.Respond(request, arrival.From, registrar.Answer(request));
                return;
            case "OPTIONS" or "NOTIFY" or "INFO" when request.ToTag is null:
                Answers.Respond(request, arrival.From, SipMessage.Answer(request, 200, "OK", SipDialog.NewToken())
                    .With("Allow", Allowed));
                return;
        }

        var known = Allowed.Split(", ").Contains(request.Method);
        Answers.Respond(request, arrival.From, known
            ? SipMessage.Answer(request, 481, "Call Does Not Exist", SipDialog.NewToken())
            : SipMessage.Answer(request, 405, "Method Not Allowed", SipDialog.NewToken()).With("Allow", Allowed));
    }

    private void Ring(SipArrival arrival)
    {
        var invite = arrival.Message;
        if (_calls.Count >= Settings.MaximumCalls || _calls.ContainsKey(invite.CallId))
        {
            Answers.Respond(invite, arrival.From, SipMessage.Answer(invite, 486, "Busy Here", SipDialog.NewToken()));
            return;
        }

        var dialog = SipDialog.Incoming(Settings.User, invite, Address);
        var call = new PhoneCall(this, dialog, SipAddress.User(invite.Header("From")!), invite, arrival.At);
        if (SessionDescription.Parse(invite.Body) is not { } offer || !call.IsAcceptable(offer))
        {
            call.Media.Dispose();
            var refusal = SipMessage.Answer(invite, 488, "Not Acceptable Here", SipDialog.NewToken());
            Answers.Respond(invite, arrival.From, refusal);
            return;
        }

        _calls[call.CallId] = call;
        call.Ring(arrival.From, offer, OnInvite(call));
        _arrived.Writer.TryWrite(call);
    }

    private string UriOf(string user) => $"sip:{user}@{SipAddress.Format(Settings.Switch)}";
}
