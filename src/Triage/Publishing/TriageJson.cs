using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Triage.Publishing;

/// <summary>Everything that leaves as JSON, serialized by generated code: camelCase, and null where a value is not known.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ClassifiedTicket))]
[JsonSerializable(typeof(RejectedLine))]
[JsonSerializable(typeof(CloudEvent<RoutedTicket>))]
[JsonSerializable(typeof(CloudEvent<ProposedReply>))]
public sealed partial class TriageJson : JsonSerializerContext
{
    /// <summary>The context to use: quotes, &lt; and letters of any script are not escaped, since this ends up in no page's markup.</summary>
    public static TriageJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
