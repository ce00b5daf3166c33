using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Triage.Transports.Sqlite;

/// <summary>
/// One open connection and its prepared statements. What is interpolated into a statement becomes a parameter, so the
/// text in front of it is constant, and prepared once. Used by one thread at a time.
/// </summary>
internal sealed class Session(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    /// <returns>The number of rows that changed.</returns>
    public int Execute(FormattableString sql) => Prepare(sql).ExecuteNonQuery();

    /// <returns>The first column of the first row; the default where there is no row, or nothing in it.</returns>
    public T? Scalar<T>(FormattableString sql) =>
        Query(sql, row => row.IsDBNull(0) ? default : row.GetFieldValue<T>(0)).FirstOrDefault();

    public List<T> Query<T>(FormattableString sql, Func<SqliteDataReader, T> read)
    {
        using var reader = Prepare(sql).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Sets a pragma, which takes no parameters: for our own constants and numbers only.</summary>
    /// <returns>What the pragma answers; null where it answers nothing.</returns>
    public object? Pragma(string name, object value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA {name} = {value}");
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Prepare(FormattableString sql)
    {
        if (!_prepared.TryGetValue(sql.Format, out var command))
        {
            var names = Enumerable.Range(0, sql.ArgumentCount).Select(i => $"$p{i}").ToArray();
            command = connection.CreateCommand();
            // Only names stand in for the holes: values never become part of the text.
            command.CommandText = string.Format(CultureInfo.InvariantCulture, sql.Format, names);
            foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = name });
            _prepared.Add(sql.Format, command);
        }

        for (var i = 0; i < sql.ArgumentCount; i++)
            command.Parameters[i].Value = sql.GetArgument(i) ?? DBNull.Value;
        return command;
    }
}
