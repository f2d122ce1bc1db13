import Basics

extension AuditEntry {
  /// Bytes that an entry without arguments seldom exceeds.
  private static let bytesTypical = 1_536

  /// The members of the record's JSON object, without braces: `sequence` before and `prev_hash` after them are
  /// added when the entry gets its place in the chain.
  ///
  /// The keys are always the same, in the same order; `arguments` and `detail` alone are left out where there are
  /// none.
  ///
  /// - Throws: ``AuditError`` `audit_entry_invalid` if ``arguments`` are not strict JSON, or if the entry is longer
  ///   than ``AuditLimits/entryBytesMax``.
  /// - Complexity: O(bytes); one allocation for a typical entry.
  func encoded() throws(AuditError) -> [UInt8] {
    var writer = EntryWriter(capacity: Self.bytesTypical + (arguments?.count ?? 0))
    writeCaller(to: &writer)
    writeVerdict(to: &writer)
    if let arguments {
      do { _ = try JSONDocument(parsing: arguments) } catch { throw .invalidArguments(error.description) }
      writer.literal(#","arguments":"#)
      writer.put(json: arguments)
    }
    writeAnswer(to: &writer)
    guard writer.bytes.count <= AuditLimits.entryBytesMax else { throw .entryTooLong(writer.bytes.count) }
    return writer.bytes
  }

  private func writeCaller(to writer: inout EntryWriter) {
    writer.literal(#""timestamp":"#)
    writer.put(timestamp)
    writer.literal(#","event":"#)
    writer.put(event.rawValue)
    writer.literal(#","decision_id":"#)
    writer.put(decisionID)
    writer.literal(#","trace_id":"#)
    writer.put(traceID)
    writer.literal(#","session_id":"#)
    writer.put(sessionID)
    writer.literal(#","spiffe_id":"#)
    writer.put(callerID)
    writer.literal(#","caller_id":"#)
    writer.put(callerID)
    writer.literal(#","principal":"#)
    if let principal {
      writer.literal(#"{"kind":"#)
      writer.put(principal.kind)
      writer.literal(#","level":"#)
      writer.put(principal.level)
      writer.literal(#","auth_method":"#)
      writer.put(principal.authMethod)
      writer.literal("}")
    } else {
      writer.literal("null")
    }
  }

  private func writeVerdict(to writer: inout EntryWriter) {
    writer.literal(#","method":"#)
    writer.put(method)
    writer.literal(#","tool":"#)
    writer.put(tool)
    writer.literal(#","upstream":"#)
    writer.put(upstream)
    writer.literal(#","decision":"#)
    writer.put(decision?.rawValue)
    writer.literal(#","code":"#)
    writer.put(code)
    writer.literal(#","layers_traversed":["#)
    for (position, layer) in layers.enumerated() {
      writer.literal(position == 0 ? #"{"layer":"# : #",{"layer":"#)
      writer.put(layer.number)
      writer.literal(#","name":"#)
      writer.put(layer.name)
      writer.literal(#","result":"#)
      writer.put(layer.result.rawValue)
      writer.literal(#","duration_us":"#)
      writer.put(layer.durationMicroseconds)
      writer.literal("}")
    }
    writer.literal(#"],"risk_score":"#)
    writer.put(riskScore)
    writer.literal(#","arguments_digest":"#)
    writer.put(argumentsDigest)
  }

  private func writeAnswer(to writer: inout EntryWriter) {
    writer.literal(#","redactions":["#)
    for (position, redaction) in redactions.enumerated() {
      writer.literal(position == 0 ? #"{"type":"# : #",{"type":"#)
      writer.put(redaction.type)
      writer.literal(#","count":"#)
      writer.put(redaction.count)
      writer.literal("}")
    }
    writer.literal(#"],"response_status":"#)
    writer.put(responseStatus)
    writer.literal(#","duration_us":"#)
    writer.put(durationMicroseconds)
    writer.literal(#","bundle_digest":"#)
    writer.put(bundleDigest)
    writer.literal(#","registry_digest":"#)
    writer.put(registryDigest)
    if let detail {
      writer.literal(#","detail":"#)
      writer.put(detail)
    }
  }
}
