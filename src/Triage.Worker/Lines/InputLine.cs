namespace Triage.Worker.Lines;

/// <summary>One line of an input file.</summary>
/// <param name="Number">Its position, from 1.</param>
/// <param name="Bytes">Without the line feed. A line over the reader's limit is cut behind it, so that it is still too large.</param>
internal readonly record struct InputLine(int Number, ReadOnlyMemory<byte> Bytes);
