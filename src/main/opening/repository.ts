import type { OpenedBid } from '../../contract/bid-output.ts'
import type { Database } from '../../node/database.ts'

/** A file of a bid that was opened, in the store of files. */
export interface OpenedFile {
  name: string
  blob: string
  sizeInBytes: number
}

/** What was read from a bid; the files' addresses are put together when it is shown. */
export type StoredBid = Omit<OpenedBid, 'files'> & { files: OpenedFile[] }

/** Bids that this hall has opened. */
export function openedBidRepository(database: Database) {
  const viewOf = (stored: StoredBid): OpenedBid => ({
    ...stored,
    files: stored.files.map(({ name, sizeInBytes }, position) => ({
      name,
      sizeInBytes,
      url: name.toLowerCase().endsWith('.pdf')
        ? `app://desktop/files/opened/${stored.bidFileId}/${position}.pdf`
        : null,
    })),
  })
  const read = (row: { opened_json: string }) => viewOf(JSON.parse(row.opened_json) as StoredBid)

  return {
    put(sectionCode: string, bid: StoredBid): OpenedBid {
      database.transaction(() => {
        this.remove(bid.bidFileId)
        database.run('INSERT INTO opened_bids VALUES (?, ?, ?)', bid.bidFileId, sectionCode, JSON.stringify(bid))
        for (const [position, { name, blob }] of bid.files.entries())
          database.run('INSERT INTO opened_files VALUES (?, ?, ?, ?)', bid.bidFileId, position, name, blob)
      })
      return viewOf(bid)
    },
    remove(bidFileId: string) {
      database.run('DELETE FROM opened_files WHERE bid_file_id = ?', bidFileId)
      database.run('DELETE FROM opened_bids WHERE bid_file_id = ?', bidFileId)
    },
    get(bidFileId: string): OpenedBid | null {
      const row = database.get<{ opened_json: string }>(
        'SELECT opened_json FROM opened_bids WHERE bid_file_id = ?',
        bidFileId,
      )
      return row && read(row)
    },
    ofSection: (sectionCode: string): OpenedBid[] =>
      database
        .all<{ opened_json: string }>('SELECT opened_json FROM opened_bids WHERE section_code = ?', sectionCode)
        .map(read),
  }
}
