import Basics
import Synchronization

extension Scan {
  /// The hits as findings of the document or text, in order, without doubles.
  func findings() -> [Finding] {
    var found: [Finding] = []
    var maps: [Int: SourceMap] = [:]
    for hit in merged() {
      let compiled = engine.rules[hit.rule]
      found.append(
        Finding(
          rule: compiled.rule.id, type: compiled.rule.type, category: compiled.rule.category,
          severity: compiled.rule.severity, action: compiled.action, node: hit.node,
          range: documentRange(hit, &maps), layers: hit.layers, confidence: compiled.confidence,
          checks: compiled.rule.validators))
    }
    if only == nil {
      dropObserved(&found)
      weighAttacks(&found)
    }
    if let shortfall { found.append(finding(for: shortfall)) }
    return found
  }

  /// Rules on trial are counted and not heard.
  private func dropObserved(_ found: inout [Finding]) {
    guard engine.hasTrials else { return }
    found.removeAll { finding in
      guard let trial = engine.trials[finding.rule] else { return false }
      trial.sightings.add(1, ordering: .relaxed)
      return true
    }
  }

  /// Signals of an attack add up, as if they were independent; what stays weak together is no finding.
  private func weighAttacks(_ found: inout [Finding]) {
    var doubt = 1.0
    var rules: Set<String> = []
    for finding in found where finding.category == .injection && rules.insert(finding.rule).inserted {
      doubt *= 1 - finding.confidence
    }
    guard !rules.isEmpty else { return }
    guard 1 - doubt >= DetectionLimits.attackConfidenceMin else { return found.removeAll { $0.category == .injection } }
    for index in found.indices where found[index].category == .injection { found[index].confidence = 1 - doubt }
  }

  /// Hits in order of place: those of one rule that overlap made one, fallbacks dropped under others.
  private func merged() -> [Hit] {
    let ordered = hits.sorted {
      ($0.node, $0.range.lowerBound, $0.rule, $0.range.upperBound) < (
        $1.node, $1.range.lowerBound, $1.rule, $1.range.upperBound
      )
    }
    var kept: [Hit] = []
    var lastOfRule: [Int: Int] = [:]
    for hit in ordered {
      if let last = lastOfRule[hit.rule], kept[last].node == hit.node,
        hit.range.lowerBound < kept[last].range.upperBound || hit.range == kept[last].range
      {
        let end = max(kept[last].range.upperBound, hit.range.upperBound)
        kept[last].range = kept[last].range.lowerBound..<end
        if hit.layers.count < kept[last].layers.count { kept[last].layers = hit.layers }
      } else {
        lastOfRule[hit.rule] = kept.count
        kept.append(hit)
      }
    }
    return withoutEclipsedFallbacks(kept)
  }

  private func withoutEclipsedFallbacks(_ hits: [Hit]) -> [Hit] {
    let firm = hits.filter { !engine.rules[$0.rule].rule.isFallback }
    guard firm.count < hits.count, !firm.isEmpty else { return hits }
    return hits.filter { hit in
      let rule = engine.rules[hit.rule].rule
      guard rule.isFallback else { return true }
      // `firm` is in order of node and start; look at those that begin before this one ends.
      let end = firm.partitioningIndex { ($0.node, $0.range.lowerBound) >= (hit.node, hit.range.upperBound) }
      return !firm[..<end].suffix(Self.neighboursMax).contains {
        $0.node == hit.node && $0.range.overlaps(hit.range)
          && engine.rules[$0.rule].rule.category == rule.category
      }
    }
  }

  /// Findings before a fallback that are compared with it; one further away than this hardly overlaps.
  private static let neighboursMax = 16

  /// Where a hit lies in the document's own bytes.
  private func documentRange(_ hit: Hit, _ maps: inout [Int: SourceMap]) -> Range<Int> {
    guard let document, case .segments = root.layout, let segment = root.segment(ofNode: hit.node)
    else { return hit.range }
    let node = document.nodes[hit.node]
    let from = max(0, hit.range.lowerBound - segment.range.lowerBound)
    let to = min(max(from, hit.range.upperBound - segment.range.lowerBound), segment.range.count)
    guard node.hasEscape else { return Int(node.start) + from..<Int(node.start) + to }
    let map = maps[hit.node] ?? UnescapedString.derived(document.bytes[node.range]).map
    maps[hit.node] = map
    return map.source(of: min(from, to)..<to)
  }

  private func finding(for shortfall: Shortfall) -> Finding {
    Finding(
      rule: shortfall.rawValue, type: "SCAN_LIMIT", category: .limit, severity: .high,
      action: engine.profile.action(for: .limit), node: 0,
      range: root.range.lowerBound..<root.range.lowerBound)
  }
}
