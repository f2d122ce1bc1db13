extension EvidenceReport {
  /// The report as one HTML page: no script, nothing loaded from elsewhere, everything escaped.
  public static func html(_ assessment: FrameworkAssessment) -> String {
    let title = "Evidence: \(assessment.framework.title)"
    var page = """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>\(text(title))</title>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1"><style>\(style)</style></head><body>
      <h1>\(text(title))</h1>
      <p>\(text(statement.filter { $0 != "*" }))</p>
      <table>\(facts(assessment).map { "<tr><th>\(text($0.0))</th><td>\(text($0.1))</td></tr>" }.joined(separator: "\n"))</table>
      <p><b>\(assessment.count(.effective))</b> effective, <b>\(assessment.count(.configured))</b> configured,
      <b>\(assessment.count(.notEvidenced))</b> not evidenced.</p>
      <table><tr><th>Control</th><th>Title</th><th>Status</th></tr>

      """
    for control in assessment.controls {
      page += "<tr><td><a href=\"#\(control.control.directory)\">\(text(control.control.id))</a></td>"
      page += "<td>\(text(control.control.title))</td><td>\(badge(control.status))</td></tr>\n"
    }
    page += "</table>\n" + assessment.controls.map(section).joined()
    page += "<h2>Verifying</h2><p>In the directory of this report:</p><pre>\(text(howToVerify, keepingLines: true))</pre></body></html>\n"
    return page
  }

  private static func section(_ assessment: ControlAssessment) -> String {
    let control = assessment.control
    var part = "<h2 id=\"\(control.directory)\">\(text(control.id)) \(text(control.title)) \(badge(assessment.status))</h2>\n"
    part += "<p>\(text(control.evidence))</p>\n<ul>\n"
    for finding in assessment.findings {
      let verdict = finding.isContradicted ? "EXCEPTION" : finding.holds ? "shown" : "not shown"
      part += "<li><b>\(verdict)</b>: \(text(finding.claim.shows)) <span>(\(text(finding.result)))</span>"
      if let query = query(finding.claim) { part += "<br><code>\(text(query))</code>" }
      part += "</li>\n"
    }
    for setting in assessment.settings {
      part += "<li><b>\(setting.holds ? "set" : "not set")</b>: <code>\(text(setting.claim.key))</code> is "
      part += "\(text(setting.value ?? "unknown")), expected \(text(setting.claim.values.joined(separator: " or ")))</li>\n"
    }
    return part + "</ul>\n<p>Files: <code>controls/\(control.directory)/</code></p>\n"
  }

  private static func query(_ claim: Claim) -> String? {
    switch claim.proof {
    case .count(let query, _): query.text
    case .every(let query, let has): "\(query.text)  ⇒  \(has.text)"
    case .test: nil
    }
  }

  private static func badge(_ status: ControlStatus) -> String {
    let kind = status == .effective ? "good" : status == .configured ? "half" : "none"
    return "<span class=\"\(kind)\">\(status.rawValue)</span>"
  }

  /// Text as HTML shows it, in elements and in quoted attributes alike.
  static func text(_ text: String, keepingLines: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n" where keepingLines: result += "\n"
      default: result.unicodeScalars.append(visible(scalar))
      }
    }
    return result
  }

  private static let style = """
    body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
    table{border-collapse:collapse;width:100%}th,td{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}
    .good,.half,.none{padding:.1rem .5rem;border-radius:.3rem;font-size:.85rem;white-space:nowrap}
    .good{background:#d7f0da}.half{background:#fdf0c8}.none{background:#f6d5d5}
    code,pre{font-size:.85rem;overflow-wrap:anywhere;white-space:pre-wrap}h2{font-size:1.1rem;margin-top:2rem}
    """
}
