using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// Names of everything a call makes in the switch, known before the order is given. Each begins with the call, so that
/// whatever is found alive says which call it belongs to.
/// </summary>
public static class CallIds
{
    /// <summary>
    /// The id of a call that comes in, made of its leg: every owner of the node makes the same, so that nothing has to
    /// be written on the leg. A UUIDv7 of the time at which the leg was made.
    /// </summary>
    public static Guid OfArrival(string leg, DateTimeOffset madeAt)
    {
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(leg), id);
        var madeMs = Math.Max(0, madeAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt32BigEndian(id, (uint)(madeMs >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(id[4..], (ushort)madeMs);
        id[6] = (byte)(0x70 | (id[6] & 0x0f));
        id[8] = (byte)(0x80 | (id[8] & 0x3f));
        return new Guid(id[..16], bigEndian: true);
    }

    public static string AgentLeg(Guid callId, Guid assignmentId) => $"{callId:N}.a.{assignmentId:N}";

    /// <summary>The leg of a customer who is called back.</summary>
    public static string CustomerLeg(Guid callId) => $"{callId:N}.c.1";

    public static string Talk(Guid callId, Guid assignmentId) => $"{callId:N}.t.{assignmentId:N}";

    /// <summary>The leg of a third party.</summary>
    public static string ThirdLeg(Guid callId, Guid controlId) => $"{callId:N}.b.{controlId:N}";

    public static string SupervisorLeg(Guid callId, Guid controlId) => $"{callId:N}.s.{controlId:N}";

    /// <summary>What lets a supervisor hear and whisper at the agent's leg.</summary>
    public static string Ear(Guid callId, Guid controlId) => $"{callId:N}.e.{controlId:N}";

    public static string Prompt(Guid callId, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{callId:N}.p.{number}");

    /// <summary>The call that a name belongs to; null when the name is not one of ours.</summary>
    public static Guid? CallOf(string id) =>
        id.Length > 34 && id[32] == '.' && Guid.TryParseExact(id.AsSpan(0, 32), "N", out var callId) ? callId : null;
}
