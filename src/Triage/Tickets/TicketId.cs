using System.Text.Json;

namespace Triage.Tickets;

/// <summary>The rules of a ticket's id, and its search in bytes that may be no ticket.</summary>
internal static class TicketId
{
    public const int MaxLength = 128;

    public const string Rule = "1 to 128 UTF-16 units without control characters";

    public static bool IsValid(string id) => id.Length is >= 1 and <= MaxLength && !id.Any(char.IsControl);

    /// <summary>
    /// The first valid <c>id</c> at the top level, or, in a CloudEvents event, in its <c>data</c>. Null where there is none
    /// before the first fault in the JSON. The bytes hold no half surrogates.
    /// </summary>
    public static string? Find(ReadOnlySpan<byte> json, bool isEvent)
    {
        string? plain = null, inData = null;

        // Not the final block: a ticket that was cut off is read up to the cut.
        var reader = new Utf8JsonReader(json, isFinalBlock: false, state: default);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            var insideData = false;
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                        insideData = reader.ValueTextEquals("data"u8);
                        isEvent |= reader.ValueTextEquals("specversion"u8);
                        if (reader.ValueTextEquals("id"u8))
                        {
                            plain ??= ReadValue(ref reader);
                        }

                        break;

                    case JsonTokenType.PropertyName when reader.CurrentDepth == 2 && insideData && reader.ValueTextEquals("id"u8):
                        inData ??= ReadValue(ref reader);
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // What was read before the fault stands.
        }
        catch (InvalidOperationException)
        {
            // A string that is not UTF-8: same.
        }

        return isEvent ? inData : plain;
    }

    private static string? ReadValue(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { } id && IsValid(id) ? id : null;
}
