import { bidToolOf } from '../kit/drive/bid-tool.ts'
import { hallOf } from '../kit/drive/hall.ts'
import { askToDecrypt, checkIn, decrypt, signInToHall } from '../kit/drive/opening.ts'
import { personOf } from '../kit/drive/people.ts'
import { phonesOf } from '../kit/drive/phones.ts'
import { expect, test } from './journey.ts'
import { colleague } from './worlds.ts'

const unchosen = personOf('bidder-a-3')

test('a certificate that was not chosen is told who can open the bid, and a chosen colleague opens it next', async ({
  launch,
}) => {
  const app = await launch({ world: 'uploaded' })
  await bidToolOf(await app.bidTool()).openHall()
  const hall = hallOf(await app.openingHall())
  const phones = phonesOf(app)
  const opening = { hall, phones }
  await signInToHall(opening)
  await checkIn(opening, colleague)
  await askToDecrypt(opening)

  const phone = await phones.of(unchosen)
  await phone.scan()
  const refusals = { phone: await phone.refusal(), hall: await hall.page.getByRole('alert').innerText() }
  await hall.button('重新扫码').click()
  await decrypt(opening, colleague)

  const oneOrder = '周明远（东海演示CA），沈佳宁（运河演示CA）'
  const other = '沈佳宁（运河演示CA），周明远（东海演示CA）'
  expect(refusals).toEqual({
    phone: expect.stringContaining('该投标文件未选择您的证书'),
    hall: expect.stringMatching(
      new RegExp(`该投标文件未选择您的证书。可用以下证书解密：(${oneOrder}|${other})。请其中一位扫码。`),
    ),
  })
})
