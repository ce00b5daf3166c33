namespace Triage.Decisions;

/// <summary>What happens to a ticket, and why.</summary>
public sealed record Decision
{
    public required DecisionAction Action { get; init; }

    public required string Team { get; init; }

    public required Priority Priority { get; init; }

    /// <summary>The mode of the intent after caps.</summary>
    public required ReplyMode Mode { get; init; }

    /// <summary>Name of the reply's template where one is suggested or sent.</summary>
    public string? Template { get; init; }

    /// <summary>Every condition that shaped the decision, in the order in which the policy asks.</summary>
    public required IReadOnlyList<DecisionReason> Reasons { get; init; }
}

/// <param name="Code">One of <see cref="ReasonCode"/>.</param>
/// <param name="Detail">The numbers or names behind it, for people; never a customer's text.</param>
public sealed record DecisionReason(string Code, string Detail);

/// <summary>What the ticket's team gets. The wire name is the snake_case form.</summary>
public enum DecisionAction { HumanReview, Route, SuggestReply, AutoReply }

public enum Priority { Low, Normal, High, Urgent }

/// <summary>How far an intent's reply may go.</summary>
public enum ReplyMode { Off, Shadow, Suggest, Auto }

/// <summary>Reason codes on the wire.</summary>
public static class ReasonCode
{
    public const string LowConfidence = "low_confidence";
    public const string SmallMargin = "small_margin";
    public const string OutOfScope = "out_of_scope";
    public const string LanguageNotSupported = "language_not_supported";
    public const string Escalation = "escalation";
    public const string SecurityFlag = "security_flag";
    public const string IntentNotAllowed = "intent_not_allowed";
    public const string ModeOff = "mode_off";
    public const string ModeShadow = "mode_shadow";
    public const string ModeSuggest = "mode_suggest";
    public const string AutoReplyNotAllowed = "auto_reply_not_allowed";
    public const string AutomaticMessage = "automatic_message";
    public const string ReplyLimit = "reply_limit";
    public const string RepliesUncounted = "replies_uncounted";
}

/// <summary>A reply as the customer would read it.</summary>
/// <param name="Template">The template's name, for example <c>delivery_options.en</c>.</param>
public sealed record Reply(string Template, string Subject, string Body);
