import Basics

extension AuditEntry {
  /// Bytes that an entry without arguments seldom exceeds.
  private static let bytesTypical = 2_560

  /// The members of the record's JSON object, without braces: `sequence` before and `prev_hash` after them
  /// are added when the entry gets its place in the chain.
  ///
  /// The keys are always the same, in the same order; `arguments` and `detail` alone are left out where there
  /// are none.
  ///
  /// - Throws: ``AuditError`` `audit_entry_invalid` if ``arguments`` are not strict JSON, or if the entry is
  ///   longer than ``AuditLimits/entryBytesMax``.
  /// - Complexity: O(bytes); one allocation for a typical entry.
  func encoded() throws(AuditError) -> [UInt8] {
    if let arguments {
      do { _ = try JSONDocument(parsing: arguments) } catch { throw .invalidArguments(error.description) }
    }
    var room = Self.bytesTypical + (arguments?.count ?? 0)
    while room < 4 * AuditLimits.entryBytesMax {
      if let bytes = encoded(room: min(room, AuditLimits.entryBytesMax)) { return bytes }
      room *= 4
    }
    throw .entryTooLong()
  }

  /// The same in at most `room` bytes; nil if they do not suffice.
  private func encoded(room: Int) -> [UInt8]? {
    var isOverfull = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      // SAFETY: the writer does not leave this closure, and counts exactly the bytes that it has written.
      var writer = unsafe EntryWriter(UnsafeMutableRawBufferPointer(buffer))
      write(to: &writer)
      count = writer.count
      isOverfull = writer.isOverfull
    }
    return isOverfull ? nil : bytes
  }

  private func write(to writer: inout EntryWriter) {
    writeCaller(to: &writer)
    writeVerdict(to: &writer)
    writeLayers(to: &writer)
    if let arguments {
      writer.literal(#","arguments":"#)
      writer.put(json: arguments)
    }
    writeAnswer(to: &writer)
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
  }

  private func writeLayers(to writer: inout EntryWriter) {
    writer.literal(#","layers_traversed":["#)
    for position in layers.indices {
      if position > 0 { writer.literal(",") }
      writer.plain(layers[position].name.encoded)
      writer.literal(layers[position].result.encoded)
      writer.put(layers[position].durationMicroseconds)
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
