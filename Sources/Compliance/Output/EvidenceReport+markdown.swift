extension EvidenceReport {
  /// The report as Markdown, of one title and plain tables.
  public static func markdown(_ assessment: FrameworkAssessment) -> String {
    var lines = ["# Evidence: \(escaped(assessment.framework.title))", "", statement, "", "| | |", "|---|---|"]
    lines += facts(assessment).map { "| \(escaped($0.0)) | \(escaped($0.1)) |" }
    lines += [
      "", "\(assessment.count(.effective)) effective, \(assessment.count(.configured)) configured, "
        + "\(assessment.count(.notEvidenced)) not evidenced.",
      "", "| control | title | status |", "|---|---|---|",
    ]
    lines += assessment.controls.map {
      "| \(escaped($0.control.id)) | \(escaped($0.control.title)) | \($0.status.rawValue) |"
    }
    for control in assessment.controls { lines += section(control) }
    lines += ["", "## Verifying", "", "In the directory of this report:", "", "```sh", howToVerify, "```"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ assessment: ControlAssessment) -> [String] {
    let control = assessment.control
    var lines = [
      "", "## \(escaped(control.id)) \(escaped(control.title)): \(assessment.status.rawValue)", "", escaped(control.evidence), "",
    ]
    for finding in assessment.findings {
      let verdict = finding.isContradicted ? "EXCEPTION" : finding.holds ? "shown" : "not shown"
      lines.append("- **\(verdict)**: \(escaped(finding.claim.shows)) (\(escaped(finding.result)))")
    }
    for setting in assessment.settings {
      let expected = setting.claim.values.joined(separator: " or ")
      lines.append(
        "- **\(setting.holds ? "set" : "not set")**: \(escaped(setting.claim.key)) is "
          + "\(escaped(setting.value.map { $0.isEmpty ? "empty" : $0 } ?? "unknown")), expected \(escaped(expected))")
    }
    lines.append("- Files: controls/\(control.directory)/")
    return lines
  }

  /// Text in which Markdown and HTML see nothing but text, in one line.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~": result += "\\" + String(scalar)
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      default: result.unicodeScalars.append(visible(scalar))
      }
    }
    return result
  }

  /// Controls, line ends and marks that turn the reading direction are shown as one sign.
  static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: "\u{FFFD}"
    default: scalar
    }
  }
}
