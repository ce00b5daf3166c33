using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Triage.Worker.Output;

/// <summary>How JSON on stdout is written.</summary>
internal static class JsonText
{
    /// <summary>Text of any script as it is: nothing here ends up in a web page.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a message's body: as the JSON that it is, else as text, where bytes that are no UTF-8 become U+FFFD.</summary>
    public static void WriteBody(Utf8JsonWriter json, ReadOnlyMemory<byte> body)
    {
        try
        {
            // To a buffer first: a string with half a surrogate pair parses, but cannot be written.
            using var document = JsonDocument.Parse(body);
            var compact = new MemoryStream();
            using (var writer = new Utf8JsonWriter(compact, Writing))
                document.RootElement.WriteTo(writer);
            json.WriteRawValue(compact.ToArray(), skipInputValidation: true);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            json.WriteStringValue(Encoding.UTF8.GetString(body.Span));
        }
    }
}
