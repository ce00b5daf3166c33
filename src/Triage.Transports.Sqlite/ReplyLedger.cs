using System.Security.Cryptography;
using System.Text;

namespace Triage.Transports.Sqlite;

/// <summary>How many automatic replies a customer had on a day. The file knows the customer by a hash alone.</summary>
internal static class ReplyLedger
{
    private const int DaysKept = 7;
    private const int PruneBatch = 256;

    public static int CountOf(this Session session, string customerId, DateOnly day) =>
        session.Scalar<int>($"SELECT count FROM reply WHERE customer = {Hash(customerId)} AND day = {day.DayNumber}");

    /// <exception cref="ReplyCountChangedException">Another reply was counted since.</exception>
    public static void Count(this Session session, CountedReply reply, long now)
    {
        var count = session.CountOf(reply.CustomerId, reply.Day);
        if (count != reply.CountSeen) throw new ReplyCountChangedException(count);
        session.Execute($"""
            INSERT INTO reply (customer, day, count) VALUES ({Hash(reply.CustomerId)}, {reply.Day.DayNumber}, 1)
            ON CONFLICT (customer, day) DO UPDATE SET count = count + 1
            """);

        var today = DateOnly.FromDateTime(UnixTime.ToInstant(now).UtcDateTime);
        session.Execute($"""
            DELETE FROM reply WHERE (customer, day) IN (
              SELECT customer, day FROM reply WHERE day < {today.DayNumber - DaysKept} LIMIT {PruneBatch})
            """);
    }

    private static byte[] Hash(string customerId) => SHA256.HashData(Encoding.UTF8.GetBytes(customerId));
}
