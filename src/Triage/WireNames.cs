using System.Collections.Frozen;
using System.Text.Json;

namespace Triage;

/// <summary>
/// The names that enum values have on the wire: snake_case of the member, so <c>PaymentCard</c> is <c>payment_card</c> and
/// <c>Vip</c> is <c>vip</c>. Compared by case, as in JSON.
/// </summary>
public static class WireNames
{
    /// <summary>The wire name of a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no member of its enum.</exception>
    public static string WireName<T>(this T value) where T : struct, Enum =>
        Names<T>.ByValue.TryGetValue(value, out var name)
            ? name
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{typeof(T).Name} has no member {value}.");

    /// <summary>The value of a wire name; false where the enum has none of that name.</summary>
    public static bool TryParse<T>(string? name, out T value) where T : struct, Enum
    {
        if (name is not null)
        {
            return Names<T>.ByName.TryGetValue(name, out value);
        }

        value = default;
        return false;
    }

    /// <summary>All wire names of an enum, in the order of its members.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Names<T>.InOrder;

    private static class Names<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue =
            Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

        public static readonly FrozenDictionary<string, T> ByName =
            ByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        public static readonly IReadOnlyList<string> InOrder = [.. Enum.GetValues<T>().Select(v => ByValue[v])];
    }
}
