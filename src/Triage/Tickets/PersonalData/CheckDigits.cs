namespace Triage.Tickets.PersonalData;

/// <summary>Check digit algorithms, on strings of ASCII digits.</summary>
internal static class CheckDigits
{
    /// <summary>ISO/IEC 7812-1.</summary>
    public static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            digit = i % 2 == 0 ? digit : digit * 2;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    /// <summary>The digits times their weights, summed.</summary>
    public static int Weighted(ReadOnlySpan<char> digits, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (digits[i] - '0') * weights[i];
        }

        return sum;
    }

    /// <summary>ISO/IEC 7064 mod 97 of a string in which letters count as 10 to 35.</summary>
    public static int Mod97(IEnumerable<char> characters)
    {
        var remainder = 0;
        foreach (var c in characters)
        {
            var value = char.IsAsciiDigit(c) ? c - '0' : char.ToUpperInvariant(c) - 'A' + 10;
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }

        return remainder;
    }

    /// <summary>ISO/IEC 7064 mod 11,10: the last digit checks the others.</summary>
    public static bool Mod11And10(ReadOnlySpan<char> digits)
    {
        var product = 10;
        foreach (var c in digits[..^1])
        {
            var sum = (c - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == digits[^1] - '0';
    }
}
