using System.Xml.Linq;

namespace Triage.EndToEnd.Build;

public sealed class DependenciesTests
{
    [Fact]
    public void The_page_names_every_pinned_package_with_its_version()
    {
        var pinned = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => $"{package.Attribute("Include")!.Value} {package.Attribute("Version")!.Value}");
        var named = File.ReadLines(Path.Combine(Repository.Root, "docs", "dependencies.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 6 && cells[2].Any(char.IsDigit))
            .Select(cells => $"{cells[1]} {cells[2]}");

        Assert.Equal(pinned.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }
}
