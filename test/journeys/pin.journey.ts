import { codeOf } from '../kit/drive/scanning.ts'
import { expect, test } from './journey.ts'
import { sitDown } from './worlds.ts'

test('five wrong PINs lock the certificate, each told with the tries that are left', async ({ launch }) => {
  const { tool, phone } = await sitDown(await launch({ world: 'phones' }))
  await tool.goTo('CA 认证')
  await tool.button('扫码认证').click()
  await expect(codeOf(tool)).toBeVisible()
  await phone.scan()

  const notices = [await phone.answer({ pin: '000000' })]
  const alert = phone.page.getByRole('region', { name: '输入证书密码' }).getByRole('alert')
  for (const next of ['3 次', '2 次', '1 次', '已锁定']) {
    await phone.typePin('000000')
    await expect(alert).toContainText(next)
    notices.push(await alert.innerText())
  }
  expect(notices).toEqual([
    '证书密码不正确，还可以再试 4 次。',
    '证书密码不正确，还可以再试 3 次。',
    '证书密码不正确，还可以再试 2 次。',
    '证书密码不正确，还可以再试 1 次。',
    '证书密码输错次数过多，证书已锁定。请联系企业管理员或 CA 机构。',
  ])
})
