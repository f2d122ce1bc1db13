import Basics

extension AuditEntry {
  /// Bytes that an entry without arguments seldom exceeds.
  private static let bytesTypical = 2_560

  /// Writes the members of the record's JSON object, without braces, into scratch memory, and gives them to `body` as
  /// a line: `sequence` before and `prev_hash` after them are added when the entry gets its place in the chain.
  ///
  /// The keys are always the same, in the same order; `arguments`, `policy_rule` and `detail` alone are left out where
  /// there are none.
  ///
  /// - Throws: ``AuditError`` `audit_entry_invalid` if ``arguments`` are not strict JSON, or if the entry is
  ///   longer than ``AuditLimits/entryBytesMax``; `audit_unavailable` if its personal fields cannot be sealed; what
  ///   `body` throws.
  /// - Complexity: O(bytes); one allocation for a typical entry.
  func withDraft<Value>(_ body: (borrowing LineDraft) throws(AuditError) -> Value) throws(AuditError) -> Value {
    if let arguments {
      do { _ = try JSONDocument(parsing: arguments) } catch { throw .invalidArguments(error.description) }
    }
    return if let seal { try seal.applied(to: self).withCheckedDraft(body) } else { try withCheckedDraft(body) }
  }

  private func withCheckedDraft<Value>(
    _ body: (borrowing LineDraft) throws(AuditError) -> Value
  ) throws(AuditError) -> Value {
    var room = Self.bytesTypical + (arguments?.count ?? 0)
    while room < 4 * AuditLimits.entryBytesMax {
      if let result = draft(room: min(room, AuditLimits.entryBytesMax), body) { return try result.get() }
      room *= 4
    }
    throw .entryTooLong()
  }

  /// The same for an entry of at most `room` bytes; nil if they do not suffice.
  private func draft<Value>(
    room: Int, _ body: (borrowing LineDraft) throws(AuditError) -> Value
  ) -> Result<Value, AuditError>? {
    let front = LineDraft.frontBytes
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: front + room + LineDraft.backBytes, alignment: 16)
    // SAFETY: neither the writer nor the draft leaves this function, and the writer has the room between the frame's.
    defer { unsafe memory.deallocate() }
    var writer = unsafe EntryWriter(UnsafeMutableRawBufferPointer(rebasing: memory[front..<(front + room)]))
    write(to: &writer)
    guard !writer.isOverfull, let draft = unsafe LineDraft(memory, members: writer.count) else { return nil }
    do throws(AuditError) { return .success(try body(draft)) } catch { return .failure(error) }
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

  // Quotes are part of the literals around a string where there always is one: that halves the copies.

  private func writeCaller(to writer: inout EntryWriter) {
    writer.literal(#""timestamp":""#)
    writer.contents(of: timestamp)
    writer.literal(#"","event":"#)
    writer.literal(event.encoded)
    writer.literal(#","decision_id":""#)
    writer.contents(of: decisionID)
    writer.literal(#"","trace_id":""#)
    writer.contents(of: traceID)
    writer.literal(#"","session_id":""#)
    writer.contents(of: sessionID)
    writer.literal(#"","spiffe_id":""#)
    let start = writer.count
    writer.contents(of: callerID)
    let end = writer.count
    writer.literal(#"","caller_id":""#)
    writer.repeat(start..<end)
    guard let principal else { return writer.literal(#"","principal":null"#) }
    writer.literal(#"","principal":{"kind":""#)
    writer.contents(of: principal.kind)
    writer.literal(#"","level":"#)
    writer.put(principal.level)
    writer.literal(#","auth_method":""#)
    writer.contents(of: principal.authMethod)
    writer.literal(#""}"#)
  }

  private func writeVerdict(to writer: inout EntryWriter) {
    writer.literal(#","method":"#)
    writer.put(method)
    writer.literal(#","tool":"#)
    writer.put(tool)
    writer.literal(#","upstream":"#)
    writer.put(upstream)
    switch decision {
    case .allow: writer.literal(#","decision":"ALLOW","code":"#)
    case .deny: writer.literal(#","decision":"DENY","code":"#)
    case nil: writer.literal(#","decision":null,"code":"#)
    }
    writer.put(code)
  }

  private func writeLayers(to writer: inout EntryWriter) {
    writer.literal(#","layers_traversed":["#)
    for position in layers.indices { writer.put(layers[position], isFirst: position == 0) }
    writer.literal(layers.isEmpty ? #"],"risk_score":"# : #"}],"risk_score":"#)
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
    if let policyRule {
      writer.literal(#","policy_rule":"#)
      writer.put(policyRule)
    }
    if let detail {
      writer.literal(#","detail":"#)
      writer.put(detail)
    }
  }
}
