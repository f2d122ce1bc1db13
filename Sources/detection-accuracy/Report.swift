import Detection

/// A measurement as a Markdown page.
struct Report {
  let measurement: Measurement
  let ruleCount: Int

  var text: String {
    var lines = Self.head(ruleCount)
    lines += [
      "", "## By source", "",
      "| texts | source | positives | recall (95 %) | negatives | false alarms | precision | F1 |",
      "|---|---|---|---|---|---|---|---|",
    ]
    for (corpus, source, tally) in measurement.sources { lines.append(Self.row([corpus, source], tally)) }
    for corpus in Measurement.corpora {
      var sum = Tally()
      for entry in measurement.sources where entry.corpus == corpus.file { sum += entry.tally }
      lines.append(Self.row(["**\(corpus.file)**", "all"], sum))
    }
    lines += [
      "", "## False alarms in benign texts", "",
      "| class | source | texts | with a finding | per 1,000 (95 %) |", "|---|---|---|---|---|",
    ]
    for category in [DetectionCategory.credential, .pii, .injection] {
      var sum = Tally()
      for entry in measurement.alarms where entry.category == category {
        sum += entry.tally
        lines.append(Self.alarm(category, entry.source, entry.tally))
      }
      lines.append(Self.alarm(category, "**all**", sum))
    }
    lines += ["", "## Personal data by type", "", "| type | labelled | recall (95 %) | false alarms | precision |", "|---|---|---|---|---|"]
    for (type, tally) in measurement.types.sorted(by: { $0.key < $1.key }) where tally.positives > 0 {
      lines.append(
        "| \(type) | \(tally.positives) | \(Self.share(tally.found, tally.positives)) | \(tally.falseAlarms) "
          + "| \(Self.number(tally.precision)) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func head(_ rules: Int) -> [String] {
    [
      "# Accuracy of detection", "",
      "Written by `make accuracy CORPORA=DIR`; not edited by hand. DIR holds `secrets.jsonl`, `pii.jsonl`,",
      "`injection.jsonl` and `benign.jsonl`: JSON lines with `text`, `label` and `source`. The \(rules) shipped rules, no",
      "guard model. The texts are halved by a hash of their repository, rule or id. Rules were written while looking at one",
      "half; these figures are of the other. A text with labelled stretches counts as found if a finding overlaps one.",
      "Rows marked as not core (identifiers, buckets, domains, salts) are left out. Intervals are Wilson's.",
    ]
  }

  private static func row(_ names: [String], _ tally: Tally) -> String {
    let cells =
      names + [
        "\(tally.positives)", share(tally.found, tally.positives), "\(tally.negatives)",
        share(tally.falseAlarms, tally.negatives), number(tally.precision), number(tally.f1),
      ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private static func alarm(_ category: DetectionCategory, _ source: String, _ tally: Tally) -> String {
    let interval = Tally.interval(tally.falseAlarms, of: tally.negatives)
    let cell = interval.map {
      "\(rounded(1000 * Double(tally.falseAlarms) / Double(tally.negatives))) (\(rounded(1000 * $0.low))–\(rounded(1000 * $0.high)))"
    }
    return "| \(category.rawValue) | \(source) | \(tally.negatives) | \(tally.falseAlarms) | \(cell ?? "–") |"
  }

  private static func share(_ hits: Int, _ all: Int) -> String {
    guard let interval = Tally.interval(hits, of: all) else { return "–" }
    return "\(number(Double(hits) / Double(all))) (\(number(interval.low))–\(number(interval.high)))"
  }

  private static func number(_ value: Double?) -> String {
    value.map { "\(($0 * 1000).rounded() / 1000)" } ?? "–"
  }

  private static func rounded(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
