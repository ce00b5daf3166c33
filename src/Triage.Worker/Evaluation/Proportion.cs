namespace Triage.Worker.Evaluation;

/// <summary>A share with its 95 % confidence interval.</summary>
/// <param name="Hits">How many were so.</param>
/// <param name="Of">Out of how many.</param>
internal readonly record struct Proportion(int Hits, int Of)
{
    private const double Z = 1.959963984540054; // 97.5 % quantile of the normal distribution

    /// <summary>0 to 1; null where there was nothing to count.</summary>
    public double? Share => Of == 0 ? null : (double)Hits / Of;

    /// <summary>Lower end of Wilson's score interval; 0 without observations.</summary>
    public double Low => Hits == 0 ? 0 : Centre - HalfWidth;

    /// <summary>Upper end of Wilson's score interval; 1 without observations. Above 0 even where no hit was seen.</summary>
    public double High => Hits == Of ? 1 : Centre + HalfWidth;

    private double Centre => (Hits + Z * Z / 2) / (Of + Z * Z);

    private double HalfWidth => Z / (Of + Z * Z) * Math.Sqrt((double)Hits * (Of - Hits) / Of + Z * Z / 4);
}
