import Detection

/// A measurement as a Markdown page.
struct Report {
  let measurement: Measurement
  let ruleCount: Int
  let peers: Peers?

  var text: String {
    var lines = Self.head(ruleCount)
    lines += sources + attacks + benign + types
    if let peers { lines += beside(peers) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var sources: [String] {
    var lines = [
      "", "## By source", "",
      "| texts | source | positives | recall (95 %) | negatives | false alarms | by a rule that names the kind | precision "
        + "| F1 |",
      "|---|---|---|---|---|---|---|---|---|",
    ]
    for (corpus, source, tally) in measurement.sources {
      lines.append(Self.row([corpus, source], tally, measurement.vendorAlarms[source] ?? 0))
    }
    for corpus in Measurement.corpora {
      var sum = Tally()
      var vendors = 0
      for entry in measurement.sources where entry.corpus == corpus.file {
        sum += entry.tally
        vendors += measurement.vendorAlarms[entry.source] ?? 0
      }
      lines.append(Self.row(["**\(corpus.file)**", "all"], sum, vendors))
    }
    return lines
  }

  /// Rules and the embedded classifier beside each other.
  private var attacks: [String] {
    guard !measurement.attacks.isEmpty else { return [] }
    var lines = [
      "", "## Attacks: rules and the embedded classifier", "",
      "Share of the texts that each takes for an attack: recall where they are attacks, false alarms where they are not.",
      "The classifier is *certain* from the score on that 0.5 % of the harmless texts it was tuned on reach, *suspicious*",
      "from that of 2 %.", "",
      "| texts | attacks | rules | classifier, certain | suspicious | rules or certain | rules or suspicious |",
      "|---|---|---|---|---|---|---|",
    ]
    var (bad, good) = (AttackTallies(), AttackTallies())
    for (source, tallies) in measurement.attacks {
      if tallies.rules.positives > 0 { bad += tallies } else { good += tallies }
      lines.append(Self.attack(source, tallies))
    }
    return lines + [Self.attack("**all attacks**", bad), Self.attack("**all harmless**", good)]
  }

  private static func attack(_ name: String, _ tallies: AttackTallies) -> String {
    let cells = [tallies.rules, tallies.certain, tallies.suspicious, tallies.both, tallies.any].map { tally in
      tally.positives > 0 ? share(tally.found, tally.positives) : share(tally.falseAlarms, tally.negatives)
    }
    let kind = tallies.rules.positives > 0 ? "yes, \(tallies.rules.positives)" : "no, \(tallies.rules.negatives)"
    return "| " + ([name, kind] + cells).joined(separator: " | ") + " |"
  }

  private var benign: [String] {
    var lines = [
      "", "## False alarms in benign texts", "", "| class | source | texts | with a finding | per 1,000 (95 %) |",
      "|---|---|---|---|---|",
    ]
    for category in [DetectionCategory.credential, .pii, .injection] {
      var sum = Tally()
      for entry in measurement.alarms where entry.category == category {
        sum += entry.tally
        lines.append(Self.alarm(category, entry.source, entry.tally))
      }
      lines.append(Self.alarm(category, "**all**", sum))
    }
    return lines
  }

  private var types: [String] {
    var lines = [
      "", "## Personal data by type", "", "| type | labelled | recall (95 %) | false alarms | precision |",
      "|---|---|---|---|---|",
    ]
    for (type, tally) in measurement.types.sorted(by: { $0.key < $1.key }) where tally.positives > 0 {
      lines.append(
        "| \(type) | \(tally.positives) | \(Self.share(tally.found, tally.positives)) | \(tally.falseAlarms) "
          + "| \(Self.number(tally.precision)) |")
    }
    return lines
  }

  /// Other tools on the same texts. Any finding of theirs counts, wherever in the text it is.
  private func beside(_ peers: Peers) -> [String] {
    var lines = [
      "", "## Beside other tools", "",
      "The same texts; of the other tools any finding counts, wherever in the text it is. Five of six attacks and three of",
      "four harmless texts are pyatr's own test cases, which its rules were written for.", "",
      "| tool | texts | positives | recall (95 %) | negatives | false alarms | precision | F1 |", "|---|---|---|---|---|---|---|---|",
    ]
    for tool in peers.tools {
      var sum = Tally()
      for (_, tally) in tool.tallies { sum += tally }
      lines.append(Self.plain([tool.name, tool.corpus], sum))
      // Harmless texts are compared by the class that the tool looks for.
      let kind = peers.tools.first { $0.name == tool.name && $0.corpus != Measurement.benign }?.corpus ?? tool.corpus
      let category = Measurement.corpora.first { $0.file == kind }?.category
      let isBenign = tool.corpus == Measurement.benign
      var own = Tally()
      for entry in measurement.sources where entry.corpus == tool.corpus { own += entry.tally }
      for entry in measurement.alarms where isBenign && entry.category == category { own += entry.tally }
      lines.append(Self.plain(["Precinct, rules", tool.corpus], own))
      guard category == .injection else { continue }
      var both = Tally()
      for (_, tallies) in measurement.attacks where (tallies.any.positives == 0) == isBenign { both += tallies.any }
      lines.append(Self.plain(["Precinct, rules and classifier", tool.corpus], both))
    }
    return lines
  }

  private static func head(_ rules: Int) -> [String] {
    [
      "# Accuracy of detection", "",
      "Written by `make accuracy CORPORA=DIR`; not edited by hand. DIR holds `secrets.jsonl`, `pii.jsonl`,",
      "`injection.jsonl` and `benign.jsonl`: JSON lines with `text`, `label` and `source`. The \(rules) shipped rules and the",
      "embedded classifier, no guard model. The texts are halved by a hash of their repository, rule or id. Rules were",
      "written and the classifier was trained with one half; these figures are of the other, and may still flatter the rules",
      "that are older than the split. A text with labelled stretches counts as found if a finding overlaps one. The negatives",
      "of the rule tests are negatives for one vendor's rule: many hold a value that a name calls a token, which the rules",
      "without a vendor rightly report. Sample keys that manuals print are left out by name (`published` in the rule files),",
      "whichever half they are in. Rows marked as not core (identifiers, buckets, domains, salts) are left out. Intervals are",
      "Wilson's.",
    ]
  }

  private static func row(_ names: [String], _ tally: Tally, _ vendors: Int) -> String {
    let cells =
      names + [
        "\(tally.positives)", share(tally.found, tally.positives), "\(tally.negatives)",
        share(tally.falseAlarms, tally.negatives), share(vendors, tally.negatives), number(tally.precision),
        number(tally.f1),
      ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private static func plain(_ names: [String], _ tally: Tally) -> String {
    let cells =
      names + [
        "\(tally.positives)", share(tally.found, tally.positives), "\(tally.negatives)",
        share(tally.falseAlarms, tally.negatives), number(tally.precision), number(tally.f1),
      ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private static func alarm(_ category: DetectionCategory, _ source: String, _ tally: Tally) -> String {
    let interval = Tally.interval(tally.falseAlarms, of: tally.negatives)
    let cell = interval.map { interval in
      let rate = Double(tally.falseAlarms) / Double(tally.negatives)
      return "\(rounded(1000 * rate)) (\(rounded(1000 * interval.low))–\(rounded(1000 * interval.high)))"
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
