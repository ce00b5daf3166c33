using System.Text;

namespace Triage.Transports.Tests.Sqlite;

internal static class SqliteMessages
{
    public static OutgoingMessage New(string id, string body = "body") =>
        new() { MessageId = id, Body = Encoding.UTF8.GetBytes(body) };

    public static OutgoingMessage OfSize(string id, int bytes) => new() { MessageId = id, Body = new byte[bytes] };
}
