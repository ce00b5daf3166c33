using System.Collections.Frozen;

namespace Triage.Decisions;

/// <summary>
/// The intents of taxonomy 1 whose answer needs no look into an account. For that taxonomy it is a maximum, which rules can
/// only shorten. A bundle with labels of its own brings its own list in the rules.
/// </summary>
public static class AllowList
{
    /// <summary>The taxonomy version that <see cref="Intents"/> speaks of.</summary>
    public const string Taxonomy = "1";

    /// <summary>Answered only where the sentiment is <see cref="Positive"/>: thanks for praise, never for a complaint.</summary>
    public const string Review = "review";

    public const string Positive = "positive";

    public static FrozenSet<string> Intents { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "check_cancellation_fee", "delivery_options", "delivery_period", "set_up_shipping_address", "create_account",
        "recover_password", "check_payment_methods", "get_invoice", "check_refund_policy", "contact_customer_service",
        "newsletter_subscription", "place_order", Review);
}
